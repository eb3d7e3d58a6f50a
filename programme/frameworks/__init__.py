"""Competence goals, and later guideposts and taxonomies."""
