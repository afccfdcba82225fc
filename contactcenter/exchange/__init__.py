"""Articles as files: Markdown with front matter, JSON, pages of HTML, pages that a sitemap names."""
