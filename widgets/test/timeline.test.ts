import { expect, test } from "vitest";
import { createTimeline, type Placed } from "../src/shared/timeline";

/** Entries as a contact sees them: seqs 1, 2, 5, 6; staff wrote 3 and 4 among themselves. */
const STORED: readonly Placed[] = [
  entry(1, 0),
  entry(2, 1),
  entry(5, 2),
  entry(6, 5, "2026-01-01T00:00:01Z"), // arrived late, was sent early
];

function entry(seq: number, after: number, placed_at = `2026-01-01T00:01:0${seq}Z`): Placed {
  return { seq, after, id: `e${seq}`, placed_at };
}

function timelineOver(stored: readonly Placed[], pageSize = 100) {
  const asked: number[] = [];
  const timeline = createTimeline<Placed>(async (after) => {
    asked.push(after);
    return stored.filter((one) => one.seq > after).slice(0, pageSize);
  });
  const seqs = () => timeline.entries.value.map((one) => one.seq);
  return { timeline, asked, seqs };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("entries that follow each other are applied without asking", () => {
  const { timeline, asked, seqs } = timelineOver(STORED);
  timeline.apply(STORED.slice(0, 2));
  timeline.apply(STORED.slice(2, 3));
  expect(seqs()).toEqual([1, 2, 5]);
  expect(asked).toEqual([]);
});

test("a gap is fetched, and what arrived twice is shown once", async () => {
  const { timeline, asked, seqs } = timelineOver(STORED);
  timeline.apply(STORED.slice(0, 1));
  timeline.apply(STORED.slice(2, 3)); // 2 was lost
  await settled();
  timeline.apply(STORED.slice(0, 3));
  expect(seqs()).toEqual([6, 1, 2, 5]);
  expect(asked[0]).toBe(1);
});

test("what was sent earlier is shown earlier", async () => {
  const { timeline, seqs } = timelineOver(STORED);
  await timeline.catchUp();
  expect(seqs()).toEqual([6, 1, 2, 5]);
  expect(timeline.applied()).toBe(6);
});

test("a long history is fetched page by page", async () => {
  const { timeline, asked, seqs } = timelineOver(STORED, 2);
  await timeline.catchUp();
  expect(seqs()).toHaveLength(4);
  expect(asked).toEqual([0, 2, 6]);
});

test("frames dropped, doubled and shuffled in any way end in the same timeline", async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const { timeline, seqs } = timelineOver(STORED);
    let state = seed;
    const random = () => {
      state = (state * 48271) % 2147483647;
      return state / 2147483647;
    };
    const shuffled = [...STORED, ...STORED].sort(() => random() - 0.5).filter(() => random() > 0.4);
    for (const one of shuffled) timeline.apply([one]);
    await settled();
    await timeline.catchUp();
    expect(seqs()).toEqual([6, 1, 2, 5]);
  }
});
