"""Run the demonstration on a free port, walk it as each role, and keep a picture of each stop."""

from tests.tour import walk

if __name__ == "__main__":
    walk.everything()
