/**
 * Attacks on the availability of a server, each by a process of its own, while an honest client goes on asking.
 * Everything stays on loopback; the attackers'
 * addresses are others than the honest client's.
 */
@NullMarked
package dev.countersign.attack;

import org.jspecify.annotations.NullMarked;
