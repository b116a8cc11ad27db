/**
 * Addresses as a 64-bit kernel has them: physical, and kernel-virtual in its linear map. They are two types,
 * so that one cannot be given where the other is meant without saying so.
 */

export type Physical = bigint & { readonly space: "physical" };
export type KernelVirtual = bigint & { readonly space: "kernel-virtual" };

export const PAGE_SIZE = 4096n;
/** Where the pool begins. */
export const START = 0x4000_0000n as Physical; // a number becomes an address here and below alone
const LINEAR_MAP_BASE = 0xffff_0000_0000_0000n;

/** The physical address of a frame of the pool; half a frame is an address inside it. */
export function physicalOf(frame: number): Physical {
  return wrapped(START + BigInt(frame * Number(PAGE_SIZE))) as Physical;
}

/** The frame of the pool at a physical address, however far outside. */
export function frameAt(address: Physical): number {
  return Number(address - START) / Number(PAGE_SIZE);
}

export function pa_to_kva(pa: Physical): KernelVirtual {
  return wrapped(pa + LINEAR_MAP_BASE) as KernelVirtual;
}

export function kva_to_pa(kva: KernelVirtual): Physical {
  return wrapped(kva - LINEAR_MAP_BASE) as Physical;
}

/** Arithmetic on u64. */
export function wrapped(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}
