import { expect, test } from "vitest";
import { localInput, mondayAt, todayAt, tomorrowAt } from "../src/console/times";

const sunday = new Date(2026, 10, 22, 16, 45);

test("the next Monday is tomorrow on a Sunday and a week away on a Monday", () => {
  expect(mondayAt(9, sunday)).toEqual(new Date(2026, 10, 23, 9));
  expect(mondayAt(9, new Date(2026, 10, 23, 8))).toEqual(new Date(2026, 10, 30, 9));
});

test("presets are whole hours of the reader's own day, over the end of a month too", () => {
  expect(todayAt(18, sunday)).toEqual(new Date(2026, 10, 22, 18));
  expect(tomorrowAt(9, new Date(2026, 10, 30, 23, 59))).toEqual(new Date(2026, 11, 1, 9));
});

test("a time goes into a date field as the reader's clock shows it", () => {
  expect(localInput(new Date(2026, 0, 5, 7, 3))).toBe("2026-01-05T07:03");
});
