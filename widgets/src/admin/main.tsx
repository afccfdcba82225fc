import { mount } from "../shared/mount";
import { App } from "./App";
import { watchAddress } from "./route";
import { findSession } from "./session";

watchAddress();
await mount(() => <App />);
await findSession();
