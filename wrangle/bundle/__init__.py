"""What is deployed: the fitted pipeline, the model and all that tells where they came from, in one folder."""
