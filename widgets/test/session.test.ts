import { afterEach, expect, test, vi } from "vitest";
import { createSession } from "../src/shared/staff/session";

const ANN = {
  agent: { id: "ann", name: "Ann", interface_language: "en" },
  permissions: ["search"],
  demo: false,
};

afterEach(() => vi.unstubAllGlobals());

/** The centre answers every request like this. */
function answering(status: number, body: unknown): void {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(body), { status })));
}

test("until the centre has said, nobody knows who is signed in", () => {
  expect(createSession("/x", async () => {}).me.value).toBeUndefined();
});

test("who is signed in is shown once the page has what it needs", async () => {
  answering(200, ANN);
  const seen: unknown[] = [];
  const session = createSession("/x", async () => void seen.push(session.me.value));
  await session.findSession();
  expect(seen).toEqual([undefined]);
  expect(session.me.value?.agent.id).toBe("ann");
  expect([session.may("search"), session.may("people.edit")]).toEqual([true, false]);
});

test.each([401, 403])("an answer %i means that nobody is signed in", async (status) => {
  answering(status, { code: "unauthenticated" });
  const session = createSession("/x", async () => {});
  await session.findSession();
  expect(session.me.value).toBeNull();
  expect(session.may("search")).toBe(false);
});

test("a centre in trouble does not ask people to sign in again", async () => {
  answering(500, { code: "internal" });
  const session = createSession("/x", async () => {});
  await expect(session.findSession()).rejects.toThrow();
  expect(session.me.value).toBeUndefined();
});
