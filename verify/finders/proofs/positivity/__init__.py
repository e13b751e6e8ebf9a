"""Parts of the finder of arithmetic certificates; nothing here is trusted."""
