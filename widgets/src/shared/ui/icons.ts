// SPDX-License-Identifier: AGPL-3.0-or-later OR MIT
// Own drawings on a 20 x 20 grid, stroke 1.6, no fill. One constant each, so that a page carries those it shows.
export const chat =
  "M3 5.5A2.5 2.5 0 0 1 5.5 3h9A2.5 2.5 0 0 1 17 5.5v6a2.5 2.5 0 0 1-2.5 2.5H9l-4 3v-3.2A2.5 2.5 0 0 1 3 11.5z";
export const send = "M3.5 10h6M3.2 3.8 17 10 3.2 16.2 4.6 10z";
export const close = "M5 5l10 10M15 5 5 15";
export const clip =
  "M15.5 9.5l-5.8 5.8a3.6 3.6 0 0 1-5-5.1l6.4-6.4a2.4 2.4 0 0 1 3.4 3.4l-6.3 6.3a1.2 1.2 0 0 1-1.7-1.7l5.6-5.6";
export const check = "M4 10.5l4 4 8-9";
export const checks = "M1.5 10.5l4 4 7.5-9M9.5 14l.6.5 8-9";
export const clock = "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l2.6 2";
export const alert = "M10 3 2.5 16.5h15zM10 8v4M10 14.2v.1";
export const info = "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 9.2v4.3M10 6.6v.1";
export const globe =
  "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c2.4 2 3.2 4.4 3.2 7S12.4 15 10 17c-2.4-2-3.2-4.4-3.2-7S7.6 5 10 3z";
export const back = "M12 4l-6 6 6 6";
export const forward = "M8 4l6 6-6 6";
export const down = "M4.5 7.5 10 13l5.5-5.5";
export const up = "M4.5 12.5 10 7l5.5 5.5";
export const plus = "M10 4v12M4 10h12";
export const search = "M8.8 3.500a5.3 5.3 0 1 0 0 10.6 5.3 5.3 0 0 0 0-10.600zM12.7 12.700l4 4";
export const person =
  "M10 3.500a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.400zM3.8 16.500c.7-2.8 3.1-4.3 6.2-4.300s5.5 1.5 6.2 4.3";
export const people =
  "M7.5 4.500a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.400zM2.3 16c.5-2.5 2.5-3.9 5.2-3.900s4.7 1.4 5.2 3.900M13 4.700a2.7 2.7 0 0 1 0 5.100M14.7 12.400c1.6.5 2.7 1.8 3 3.6";
export const book =
  "M10 5.500C8.5 4.3 6.3 3.9 3.5 4v11c2.8-.1 5 .3 6.5 1.5 1.5-1.2 3.7-1.6 6.5-1.500V4c-2.8-.1-5 .3-6.5 1.500zm0 0v11";
export const tag = "M3.5 4v5.500l7.3 7.3 6-6L9.5 3.500H4zM6.9 6.900v.1";
export const note = "M4 3.500h12v8.500l-4.5 4.500H4zM16 12h-4.500v4.500M7 7.500h6M7 10.500h3";
export const inbox = "M3 11.5 5.3 4h9.400l2.3 7.500V16H3zM3 11.500h4l1.2 2h3.600l1.2-2h4";
export const snooze = "M15.8 12.400A6.5 6.5 0 0 1 7.6 4.200a6.5 6.5 0 1 0 8.2 8.200zM11.5 4h4l-4 4.500h4";
export const link =
  "M8.5 11.500a3 3 0 0 0 4.3 0l2.9-2.900a3 3 0 0 0-4.3-4.300l-1 1M11.5 8.500a3 3 0 0 0-4.3 0l-2.9 2.900a3 3 0 0 0 4.3 4.300l1-1";
export const transfer = "M3 7h12M12 3.5 15.5 7 12 10.500M17 13H5M8 9.5 4.5 13 8 16.5";
export const gear =
  "M10 7.300a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.400zM10 2.500v2.300M10 15.200v2.300M2.5 10h2.300M15.2 10h2.300M4.7 4.700l1.6 1.600M13.7 13.700l1.6 1.600M4.7 15.300l1.6-1.600M13.7 6.300l1.6-1.6";
export const more =
  "M4.5 10m-.7 0a.7.7 0 1 0 1.4 0a.7.7 0 1 0-1.4 0M10 10m-.7 0a.7.7 0 1 0 1.4 0a.7.7 0 1 0-1.4 0M15.5 10m-.7 0a.7.7 0 1 0 1.4 0a.7.7 0 1 0-1.4 0";
export const file = "M5 2.800h6.500L15 6.300v10.900H5zM11.5 2.800v3.500H15";
export const download = "M10 3.500v9M6.500 9.500l3.500 3.500 3.500-3.500M4 16.500h12";
export const image = "M3 4h14v12H3zM3 13.500l4-4 3.5 3.5 2.5-2.5 4 4M12.8 7.500v.1";
export const trash = "M3.5 5.500h13M8 5.500V3.500h4v2M5 5.500l.8 11h8.400l.8-11M8.3 8.500v5M11.7 8.500v5";
export const edit = "M4 16l.8-3.300L13.5 4 16 6.500l-8.7 8.700z";
export const reload = "M16 10a6 6 0 1 1-1.8-4.300L16 7.500M16 3.500v4h-4";
export const external = "M11 4h5v5M16 4l-7.5 7.500M13.5 11.500V16H4V6.500h4.5";
export const star = "M10 3l2.1 4.5 4.9.6-3.6 3.4.9 4.900L10 14l-4.3 2.4.9-4.900L3 8.100l4.9-.6z";
export const home = "M3.5 9.5 10 3.800l6.5 5.700M5 8.500V16h3.500v-4h3v4H15V8.5";
export const shield = "M10 2.800l6 2v4.700c0 3.6-2.4 6.2-6 7.7-3.6-1.5-6-4.1-6-7.700V4.800z";
export const list = "M7 5.500h9.500M7 10h9.500M7 14.500h9.500M3.7 5.500v.1M3.7 10v.1M3.7 14.500v.1";
export const exit = "M8.5 3.500H4v13h4.500M8 10h8.500M13 6.500l3.5 3.5-3.5 3.5";
export const moon = "M15.8 12.400A6.5 6.5 0 0 1 7.6 4.200a6.5 6.5 0 1 0 8.2 8.200z";
export const sun =
  "M10 6.700a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.600zM10 2.500v1.700M10 15.800v1.700M2.5 10h1.700M15.8 10h1.700M4.7 4.700l1.2 1.200M14.1 14.100l1.2 1.200M4.7 15.300l1.2-1.200M14.1 5.900l1.2-1.2";
export const envelope = "M3 5h14v10H3zM3 5.500l7 5.500 7-5.500";
