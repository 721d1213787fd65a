"""``camera://``: codes in pictures, from cameras, files, videos and the network; OpenCV is the extra ``camera``."""
