// The one place that knows where the vendored library lies.
export { createContext, html, render, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../vendor/htm-preact.js";
