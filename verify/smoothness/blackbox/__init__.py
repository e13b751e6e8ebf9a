"""Black boxes: differentiated, sampled and searched; at best they survive."""
