//! Signing in: passwords, sessions, API keys, confirm links and the registration of portals.
