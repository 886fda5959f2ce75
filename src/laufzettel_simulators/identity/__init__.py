"""An OpenID Connect provider at which one picks an invented person and a level of assurance."""
