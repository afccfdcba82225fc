"""The demo centre: a fictional maker of home medical devices, its articles, its people and its history."""
