/** Caches of clients and their keys, invalidated when these change. The only package that names Ehcache. */
@NullMarked
package dev.countersign.cache;

import org.jspecify.annotations.NullMarked;
