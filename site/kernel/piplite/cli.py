"""What ``%pip`` becomes."""


async def get_transformed_code(_arguments):
    """Code that says that there is nothing to install from."""
    return "import piplite; await piplite.install()"
