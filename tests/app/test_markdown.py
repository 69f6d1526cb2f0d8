"""The pages of the docs as HTML: what they say is all there, and nothing of them is taken for markup."""

from __future__ import annotations

import re

from spine_viewer.anatomy.folders import limits_page
from spine_viewer.app.shell.markdown import as_html
from spine_viewer.app.text import words


def test_headings_paragraphs_lists_and_tables() -> None:
    page = "# Title\n## Part\nOne\nline.\n\n- a **b**\n  c\n- `d`\n\n| x | y |\n|---|:-:|\n| 1 | *2* |"
    assert as_html(page).split("\n") == [
        "<h1>Title</h1>",
        "<h2>Part</h2>",
        "<p>One line.</p>",
        "<ul><li>a <strong>b</strong> c</li><li><code>d</code></li></ul>",
        '<table><thead><tr><th scope="col">x</th><th scope="col">y</th></tr></thead>'
        "<tbody><tr><td>1</td><td><em>2</em></td></tr></tbody></table>",
    ]
    assert "Title" not in as_html(page, title=False)


def test_markup_in_the_text_stays_text_and_links_name_their_page() -> None:
    made = as_html("a < b & <script>x</script>, see [how](lesion.md)")
    assert made == "<p>a &lt; b &amp; &lt;script&gt;x&lt;/script&gt;, see how (<code>docs/lesion.md</code>)</p>"


def test_every_word_of_the_limits_is_shown() -> None:
    text = limits_page().read_text(encoding="utf-8")
    made = as_html(text)

    def bare(found: str) -> list[str]:
        return re.findall(r"\w+", re.sub(r"<[^>]+>", " ", found.replace("&lt;", "<").replace("&amp;", "&")))

    assert bare(re.sub(r"\(<code>docs/([^<]+)</code>\)", r" \1", made)) == bare(text)
    for status in words("statuses"):
        assert status in made, f"the legend explains {status}"
