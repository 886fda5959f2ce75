"""Who acts: citizens, clerks, their logins and levels of assurance."""
