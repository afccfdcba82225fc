import { mount } from "../shared/mount";
import { App } from "./App";
import { findSession } from "./session";

await mount(() => <App />);
await findSession();
