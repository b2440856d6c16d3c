"""The tests of Back Issue."""
