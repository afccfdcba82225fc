import { describe, expect, it } from "vitest";
import { PRESETS, presetOf } from "../src/admin/fields/providers";
import { choicesOf, groupsOf } from "../src/admin/settings";

const PROPERTIES = {
  position: { type: "string" },
  authentication: { enum: ["oauth", "password"], default: "password" },
  password: { type: "string" },
  oauth_scope: { type: "string" },
  imap_host: { type: "string" },
};

describe("the settings of an inbox", () => {
  it("stand in groups, and what belongs to none comes last", () => {
    const groups = groupsOf(PROPERTIES, {});
    expect(groups.map((group) => group.title)).toEqual([
      "admin.settings.address",
      "admin.settings.receiving",
      null,
    ]);
    expect(groups.at(-1)?.names).toEqual(["position"]);
  });

  it("are left out while they do not matter", () => {
    const names = (settings: Record<string, string>): readonly string[] =>
      groupsOf(PROPERTIES, settings).flatMap((group) => group.names);
    expect(names({})).toContain("password");
    expect(names({})).not.toContain("oauth_scope");
    expect(names({ authentication: "oauth" })).toContain("oauth_scope");
    expect(names({ authentication: "oauth" })).not.toContain("password");
  });

  it("are shown where what they depend on is not there", () => {
    expect(groupsOf({ password: {} }, {})).toEqual([
      { title: "admin.settings.address", names: ["password"] },
    ]);
  });

  it("offer the usual choice first and the one that does nothing last", () => {
    expect(choicesOf({ enum: ["none", "starttls", "tls"], default: "tls" })).toEqual([
      "tls",
      "starttls",
      "none",
    ]);
    expect(choicesOf({ enum: ["flag", "move", "nothing"], default: "flag" })).toEqual([
      "flag",
      "move",
      "nothing",
    ]);
  });
});

describe("a provider", () => {
  const presets = PRESETS.email ?? [];

  it("is told by its server, any other server is another one, and none is none", () => {
    expect(presetOf(presets, {})).toBeNull();
    expect(presetOf(presets, { imap_host: "imap.gmail.com" })?.label).toBe("admin.preset.gmail");
    expect(presetOf(presets, { imap_host: "imap.example.com" })?.label).toBe("admin.preset.other");
  });

  it("leaves nothing behind of the one chosen before", () => {
    const names = presets.map((preset) => Object.keys(preset.settings).sort());
    expect(names[1]).toEqual(names[0]);
    expect(names[2]).toEqual(names[0]);
  });
});
