/** The allocator that numbers frames in a signed byte, and says so. */
import { defineAllocator } from "../../index.js";
import eightBitNumbers from "./eight-bit-numbers.js";

export default defineAllocator({ name: "at-most-128", mostFrames: 128, make: eightBitNumbers.make });
