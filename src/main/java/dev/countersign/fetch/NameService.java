package dev.countersign.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells which addresses a host has. Thread-safe. */
@FunctionalInterface
interface NameService {

    /** All addresses of a name, or the one that the literal stands for. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
