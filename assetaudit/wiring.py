"""Where the parts are put together: the one module that knows stores, devices and the core at once."""
