import { describe, expect, it } from "vitest";
import { deliveriesOf, untold } from "../src/console/deliveries";
import { goesByLetter, isByLetter, originalUrl, ownSubject, recipientsOf } from "../src/console/letters";
import type { Entry, Head, Participant } from "../src/console/types";

const NOW = Date.parse("2026-03-04T09:00:00Z");
const entry = (seq: number, kind: string, body: object, id = `e${seq}`): Entry =>
  ({ conversation: "c1", seq, kind, id, received_at: "2026-03-04T08:00:00Z", body }) as Entry;
const delivery = (seq: number, way: string, attempt: number, state: string, error?: string): Entry =>
  entry(seq, "delivery", { message_seq: 2, state, error }, `delivery:${way}:${attempt}:${state}`);
const about = (subject: string): Head => ({ subject, participants: [] as Participant[] }) as unknown as Head;

describe("the subject of a letter", () => {
  it.each([
    ["Question", "Question"],
    ["Re: Question", "Question"],
    ["AW: RE: question", "Question"],
    ["Re[2]: Question [#K7PX-2MQD]", "Question"],
    ["回复：袖带", "袖带"],
    ["Ответ: Вопрос", "Re: Вопрос"],
    ["", "Question"],
  ])("%j says nothing new below %j", (subject, below) => {
    expect(ownSubject(subject, about(below))).toBeNull();
  });

  it("is shown as it is where it says something else", () => {
    expect(ownSubject("Re: Invoice 4711", about("Question"))).toBe("Re: Invoice 4711");
    expect(ownSubject("Hello", about(""))).toBe("Hello");
  });

  it("is not lost where it is nothing but a prefix", () => {
    expect(ownSubject("Re:", about("Question"))).toBe("Re:");
  });
});

describe("the forms of a letter", () => {
  it("are read with images only where they were asked for", () => {
    const base = "/api/v1/conversations/c1/messages/7/original";
    expect(originalUrl(entry(7, "message", {}), "html")).toBe(`${base}?form=html`);
    expect(originalUrl(entry(7, "message", {}), "html", true)).toBe(`${base}?form=html&images=1`);
  });
});

describe("the recipients of a reply", () => {
  it("are the contact and whoever was addressed besides, never whoever joined", () => {
    const one = (role: Participant["role"], address: string): Participant => ({
      role,
      id: address,
      identity: { kind: "email", address },
    });
    const participants = [one("contact", "ann@a"), one("copied", "bob@b"), one("joined", "eve@e")];
    expect(recipientsOf({ ...about(""), participants })).toEqual({ to: ["ann@a"], copies: ["bob@b"] });
  });
});

describe("what became of a message", () => {
  it("is the last thing told on its way", () => {
    const told = [delivery(3, "w1", 1, "deferred", "451 later"), delivery(4, "w1", 2, "sent")];
    expect(deliveriesOf(told).get(2)).toEqual({ mark: "sent", error: "", isLost: false });
  });

  it("is lost where it is lost to one of several", () => {
    const told = [delivery(3, "w1", 1, "bounced", "550 gone"), delivery(4, "w2", 1, "delivered")];
    expect(deliveriesOf(told).get(2)).toEqual({ mark: "bounced", error: "550 gone", isLost: true });
  });

  it("is left aside where this console does not know the word", () => {
    expect(deliveriesOf([delivery(3, "w1", 1, "teleported")]).size).toBe(0);
  });

  it("is that it waits, where it is a letter of these days of which nothing was told", () => {
    const ours = entry(2, "message", {});
    expect(untold(ours, true, NOW).mark).toBe("queued");
    expect(untold(ours, true, NOW + 4 * 86_400_000).mark).toBe("sent");
    expect(untold(ours, false, NOW).mark).toBe("sent");
    expect(isByLetter([ours])).toBe(false);
  });

  it("is asked of a letter that we wrote first, but of no chat whose contact has an address too", () => {
    const reachedBy = (...kinds: string[]): Head =>
      ({
        participants: kinds.map((kind) => ({ role: "contact", id: kind, identity: { kind, address: kind } })),
      }) as never;
    expect(goesByLetter(reachedBy("email"), [])).toBe(true);
    expect(goesByLetter(reachedBy("chat", "email"), [])).toBe(false);
    expect(goesByLetter(reachedBy("chat"), [entry(1, "message", { original: {} })])).toBe(true);
  });
});
