import { type TextKey, t } from "../shared/i18n";
import { Button } from "../shared/ui/Button";
import { Device } from "./Device";
import "./shop.css";

const PRODUCTS: readonly { model: string; text: TextKey; price: string; colour: boolean }[] = [
  { model: "BP200", text: "shop.product.bp200", price: "€ 39", colour: false },
  { model: "BP300", text: "shop.product.bp300", price: "€ 59", colour: false },
  { model: "BP1000", text: "shop.product.bp1000", price: "€ 109", colour: true },
];

/** A maker of home medical devices, invented, as a page that embeds the widget. */
export function ShopPage() {
  return (
    <div class="shop">
      <header class="shop-head">
        <strong class="shop-brand">Alderwell</strong>
        <a href="/shop?page=2">{t("shop.second")}</a>
      </header>
      <main>
        <h1>{t("shop.lead")}</h1>
        <h2>{t("shop.products")}</h2>
        <ul class="shop-products">
          {PRODUCTS.map((product) => (
            <li key={product.model} class="shop-product">
              <Device colour={product.colour} />
              <h3>{product.model}</h3>
              <p>{t(product.text)}</p>
              <div class="shop-buy">
                <span>{product.price}</span>
                <Button disabled>{t("shop.add")}</Button>
              </div>
            </li>
          ))}
        </ul>
        <p class="shop-demo">{t("shop.demo")}</p>
      </main>
    </div>
  );
}
