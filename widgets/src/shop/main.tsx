import { mount } from "../shared/mount";
import { ShopPage } from "./ShopPage";

await mount(() => <ShopPage />);

// What a shop would write into its page by hand, here added after the page has its language.
const widget = document.createElement("script");
widget.src = "/widget.js";
widget.dataset.inbox = "webshop";
widget.async = true;
document.body.append(widget);
