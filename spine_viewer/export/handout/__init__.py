"""The handout for patients: words from the annotations, pictures of the film, a PDF from a template.

``words`` reads the texts, ``content`` picks those of one procedure and joint, ``pictures`` draws, ``pdf`` lays out with
Typst, ``make`` does all of it for a joint, and ``library`` for a region over several processes.
"""
