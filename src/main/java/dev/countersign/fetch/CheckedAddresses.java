package dev.countersign.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The addresses of one host, looked up once and checked: a connection to the host goes to one of them and to no other,
 * so that a later answer of the name service has no effect (DNS rebinding). Immutable.
 */
final class CheckedAddresses implements DnsResolver {

    private final List<InetAddress> addresses;

    private CheckedAddresses(List<InetAddress> addresses) {
        this.addresses = addresses;
    }

    /**
     * Looks up the host of a URL.
     *
     * @throws FetchFailedException when it has no address, or when any of its addresses must not be connected to
     */
    static CheckedAddresses of(KeySetUrl url, NameService names) throws FetchFailedException {
        List<InetAddress> found = lookUp(url, names);
        if (!url.listed() && !found.stream().allMatch(PublicAddresses::contain)) {
            throw new FetchFailedException(
                    "its host has an address that is not public, and its origin is not listed (keyFetchAllowedOrigins)");
        }
        return new CheckedAddresses(found);
    }

    boolean contain(InetAddress address) {
        return addresses.contains(address);
    }

    @Override
    public InetAddress[] resolve(String host) {
        return addresses.toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    private static List<InetAddress> lookUp(KeySetUrl url, NameService names) throws FetchFailedException {
        List<InetAddress> found;
        try {
            found = List.of(names.addresses(url.origin().host()));
        } catch (UnknownHostException e) {
            throw new FetchFailedException("its host is unknown");
        }
        if (found.isEmpty()) {
            throw new FetchFailedException("its host has no address");
        }
        return found;
    }
}
