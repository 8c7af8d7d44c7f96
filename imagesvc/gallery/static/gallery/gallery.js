// What a page of the gallery does beyond being read. It reads as well without any of this: every page, also every part
// that is put in later, is rendered by the server, so a text that a client wrote is never made into markup here.

import { switchAppearance } from "./appearance.js";
import { sendForms } from "./forms.js";
import { followKeys } from "./keys.js";
import { followJobs } from "./live.js";
import { searchWhileTyping } from "./looking.js";

followJobs();
sendForms();
searchWhileTyping();
followKeys();
switchAppearance();
