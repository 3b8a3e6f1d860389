// What every part of the page may ask: who, where, with which settings, and where to complain.
import { createContext, useContext } from "./html.js";

export const Here = createContext(null);
export const useHere = () => useContext(Here);
