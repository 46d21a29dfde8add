/**
 * The ports by which administration makes, imports and shows credentials; the rooms implement them. Nothing here is
 * part of the contract for plug-ins.
 */
@NullMarked
package dev.countersign.manage;

import org.jspecify.annotations.NullMarked;
