"""How the pages are built."""

import sys

from importlib.metadata import version as version_of
from pathlib import Path


sys.path.insert(0, str(Path(__file__).parent))

project = "empowerkit"
author = "The empowerkit authors"
copyright = "The empowerkit authors"
release = version_of("empowerkit")
version = ".".join(release.split(".")[:2])

extensions = [
    "_ext",
    "_ext.rules",
    "myst_parser",
    "notfound.extension",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]
exclude_patterns = ["_build"]
default_role = "py:obj"

html_theme = "furo"
html_title = "empowerkit"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
notfound_urls_prefix = "/"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

copybutton_exclude = ".linenos, .gp, .go"

autodoc_class_signature = "mixed"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True

# The build reads nothing from the network, so other projects' pages are
# not linked to: their names are taken on trust, ours are not.
_ELSEWHERE = (
    "annotationlib|attrs?|builtins|cattrs|collections|contextlib"
    "|cryptography|datetime|decimal|enum|fractions|functools|hypothesis|io"
    "|json|msgspec|os"
    "|pathlib|random|re|types|typing|typing_extensions|uuid"
)
_BUILTINS = (
    "Any|Callable|ClassVar|False|Iterable|Iterator|Mapping|None|Path|Self"
    "|SearchStrategy|Sequence|True"
    "|[A-Z][A-Za-z]*(Error|Exception)|bool|bytes|date|datetime|dict|float"
    "|frozenset|int|list|object|property|set|str|super|timedelta|timezone"
    "|tuple|type"
)
# Where a type is only a stand-in: type variables, and what all nouns share.
_STAND_INS = "NounT|Piece|PieceT|Record|T"
nitpick_ignore_regex = [
    # Ids are strings, listed on one page and not one by one.
    (r"py:class", r"empowerkit\.model\._ids\.\w+Id"),
    (r"py:class", rf"(empowerkit\..*\._\w+\.)?({_STAND_INS})"),
    (r"py:.*", rf"({_ELSEWHERE})(\..*)?"),
    (r"py:.*", rf"({_BUILTINS})(\.[a-z_]+)?"),
]
