import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../src/shared/api";
import { createOutbox, type Keep, type Outgoing } from "../src/shared/outbox";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const parse = (text: string | null) => JSON.parse(text ?? "[]") as Outgoing<string>[];

function memory(): Keep & { text: string | null } {
  return {
    text: null,
    load() {
      return this.text;
    },
    save(text) {
      this.text = text;
    },
  };
}

test("messages are delivered one at a time in the order they were written", async () => {
  const delivered: string[] = [];
  let under_way = 0;
  const box = createOutbox<string>(
    async ({ body }) => {
      expect(++under_way).toBe(1);
      await Promise.resolve();
      under_way--;
      delivered.push(body);
    },
    memory(),
    parse,
  );
  for (const text of ["a", "b", "c"]) box.add(text);
  await vi.runAllTimersAsync();
  expect(delivered).toEqual(["a", "b", "c"]);
  expect(box.items.value).toEqual([]);
});

test("a lost acknowledgement is answered by the same message under the same id", async () => {
  const ids: string[] = [];
  const box = createOutbox<string>(
    async ({ external_id }) => {
      ids.push(external_id);
      if (ids.length < 3) throw new Problem(0, "unreachable", "");
    },
    memory(),
    parse,
  );
  const id = box.add("hello");
  await vi.runAllTimersAsync();
  expect(ids).toEqual([id, id, id]);
});

test("a refused message waits for its author and holds nothing up", async () => {
  const delivered: string[] = [];
  const box = createOutbox<string>(
    async ({ body }) => {
      if (body === "bad") throw new Problem(422, "invalid", "");
      delivered.push(body);
    },
    memory(),
    parse,
  );
  box.add("bad");
  box.add("good");
  await vi.runAllTimersAsync();
  expect(delivered).toEqual(["good"]);
  expect(box.items.value.map(({ body, refused }) => [body, refused])).toEqual([["bad", "invalid"]]);
});

test("what was not acknowledged is sent after a reload, under its old id", async () => {
  const keep = memory();
  const never = createOutbox<string>(() => new Promise(() => {}), keep, parse);
  const id = never.add("kept");
  const sent: string[] = [];
  createOutbox<string>(async ({ external_id }) => void sent.push(external_id), keep, parse);
  await vi.runAllTimersAsync();
  expect(sent).toEqual([id]);
});

test("the server's wish to wait is heard, and said", async () => {
  let calls = 0;
  const box = createOutbox<string>(
    async () => {
      if (++calls === 1) throw new Problem(429, "rate_limited", "", null, 7);
    },
    memory(),
    parse,
  );
  box.add("hello");
  await vi.advanceTimersByTimeAsync(6900);
  expect([calls, box.held.value]).toEqual([1, "rate_limited"]);
  await vi.advanceTimersByTimeAsync(200);
  expect([calls, box.held.value]).toEqual([2, null]);
});
