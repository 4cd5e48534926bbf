"""The things that are set up once and chosen from since (CL-17): one file per family, one engine for all."""
