"""Reading a region's pack and bringing it into the database."""
