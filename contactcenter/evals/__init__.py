"""`contactcenter eval ...`: how well a part of the centre does on somebody's own labelled data."""
