import { describe, expect, it } from "vitest";
import { change, fieldAt, keepMine, startEditing } from "../src/admin/editing";
import { KINDS } from "../src/admin/kinds";
import { fieldOf, fieldsOf } from "../src/admin/kinds/kind";
import { found, valuesOf } from "../src/admin/listing";
import { resolved } from "../src/admin/records";
import { linkTo, parse } from "../src/admin/route";
import { isSame, type Stored } from "../src/admin/values";

const NAME = { column: "name", descending: false };
const company = (id: string, more: Partial<Stored> = {}): Stored => ({
  id,
  version: 1,
  name: id,
  contract_level: "basic",
  domains: [],
  custom: {},
  ...more,
});

describe("values", () => {
  it("are the same in any order of keys, and differ in the order of a list", () => {
    expect(isSame({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 })).toBe(true);
    expect(isSame([1, 2], [2, 1])).toBe(false);
    expect(isSame(undefined, null)).toBe(true);
  });
});

describe("a kind of record", () => {
  it("shows only columns, filters and blanks that it has fields for", () => {
    for (const kind of Object.values(KINDS)) {
      const named = [...kind.columns, ...(kind.filters ?? []), ...Object.keys(kind.blank)];
      expect(named.filter((name) => !fieldOf(kind, name))).toEqual([]);
    }
  });

  it("has a blank value for every field of a new record", () => {
    for (const kind of Object.values(KINDS).filter((one) => !one.isReadOnly)) {
      const missing = fieldsOf(kind).filter((field) => !(field.name in kind.blank));
      expect(missing.map((field) => `${kind.noun}.${field.name}`)).toEqual([]);
    }
  });
});

describe("a list", () => {
  const records = [company("zeta"), company("alpha", { contract_level: "premium", domains: ["a.example"] })];

  it("finds records by every word, in any field", () => {
    const hits = found(KINDS.companies, records, { text: "PREMIUM a.exa", chosen: {} }, NAME);
    expect(hits.map((one) => one.id)).toEqual(["alpha"]);
  });

  it("is narrowed by a chosen value and sorted by name", () => {
    const all = found(KINDS.companies, records, { text: "", chosen: { contract_level: "" } }, NAME);
    expect(all.map((one) => one.id)).toEqual(["alpha", "zeta"]);
    const basic = found(KINDS.companies, records, { text: "", chosen: { contract_level: "basic" } }, NAME);
    expect(basic.map((one) => one.id)).toEqual(["zeta"]);
  });

  it("offers each value once to narrow by", () => {
    expect(valuesOf([...records, company("beta")], "contract_level")).toEqual(["basic", "premium"]);
  });
});

describe("a conflict", () => {
  it("keeps what I changed over what they saved, and theirs elsewhere", () => {
    const editing = startEditing(KINDS.companies, {});
    editing.stored.value = company("n");
    editing.draft.value = company("n");
    change(editing, "contract_level", "premium");
    editing.theirs.value = company("n", { version: 2, name: "Northwind", contract_level: "standard" });
    keepMine(editing);
    expect(editing.draft.value).toEqual(
      company("n", { version: 2, name: "Northwind", contract_level: "premium" }),
    );
    expect(editing.stored.value?.version).toBe(2);
    expect(editing.isDirty.value).toBe(true);
  });

  it("says which field a path begins with", () => {
    expect(fieldAt("steps[0].after_seconds")).toBe("steps");
    expect(fieldAt("settings.colour")).toBe("settings");
  });
});

describe("addresses and schemas", () => {
  it("name a record however its id is written", () => {
    const hash = linkTo("articles", "how-to.zh-Hans");
    expect(parse(hash)).toEqual({ page: "articles", id: "how-to.zh-Hans", given: {} });
    expect(parse("#/articles/+?slug=x&language=ru").given).toEqual({ slug: "x", language: "ru" });
  });

  it("follow a reference to the schema it names", () => {
    const schema = { $ref: "#/$defs/S", $defs: { S: { type: "object" } } };
    expect(resolved(schema)).toEqual({ type: "object" });
    expect(resolved({ $ref: "#/$defs/gone" }, schema)).toEqual({});
  });
});
