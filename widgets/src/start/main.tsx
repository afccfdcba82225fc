import { mount } from "../shared/mount";
import { StartPage } from "./StartPage";

await mount(() => <StartPage />);
