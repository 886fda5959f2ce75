"""OpenID Connect with authorization code, PKCE, state and nonce."""
