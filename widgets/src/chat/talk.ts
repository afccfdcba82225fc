// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
// Everything for talking: loaded with the first key pressed, or at once for a contact who comes back.
import sheet from "./talk.css?inline";

export { ArticleView } from "./ArticleView";
export { ConversationList } from "./ConversationList";
export { loadHeads, markRead, signOut, startListening, tellTyping } from "./desk";
export { FileChips } from "./FileChips";
export { addFiles } from "./files";
export { act, outbox, send } from "./sending";
export { Thread } from "./Thread";

// Not a second stylesheet to fetch; our policy allows no inline style, and this is none.
const style = new CSSStyleSheet();
style.replaceSync(sheet);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
