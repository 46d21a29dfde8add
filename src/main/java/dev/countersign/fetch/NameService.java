package dev.countersign.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves host names. Thread-safe. */
@FunctionalInterface
interface NameService {

    /** All addresses of a name, or the address of a literal. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
