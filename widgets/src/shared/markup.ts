// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
import { type ComponentChild, createElement } from "preact";

const TAGS = new Set(
  "p h3 h4 ul ol li strong em b i code pre blockquote br hr table thead tbody tr th td".split(" "),
);

/** Files of articles, at the centre's own addresses. */
const OWN_FILE =
  /^\/(?:articles|api\/v1\/knowledge\/articles)\/[^/?#]+\/files\/[^/?#]+(?:\?language=[\w-]+)?$/;

/** An article's HTML as elements of our own making: what is not in the list shows its text and nothing else. */
export function nodesOf(html: string): ComponentChild[] {
  return Array.from(new DOMParser().parseFromString(html, "text/html").body.childNodes, nodeOf);
}

function nodeOf(node: Node): ComponentChild {
  if (!(node instanceof Element)) return node.textContent;
  const tag = node.localName;
  const children = Array.from(node.childNodes, nodeOf);
  if (tag === "script" || tag === "style") return null;
  if (tag === "h1" || tag === "h2") return createElement("h3", null, children); // below the title
  if (TAGS.has(tag)) return createElement(tag, null, children);
  if (tag === "img") return pictureOf(node);
  const href = tag === "a" ? (node.getAttribute("href") ?? "") : "";
  if (/^https?:\/\//.test(href) || OWN_FILE.test(href))
    return createElement("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
  return children;
}

/** A picture of the centre's own; of any other its words. */
function pictureOf(node: Element): ComponentChild {
  const src = node.getAttribute("src") ?? "";
  const alt = node.getAttribute("alt") ?? "";
  return OWN_FILE.test(src) ? createElement("img", { src, alt, class: "prose-picture" }) : alt;
}
