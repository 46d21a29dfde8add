package dev.countersign.launch;

import dev.countersign.text.SourceNetwork;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Bounds the heap and the waiting threads of all connections together. When a bound is reached, some connections are
 * closed: of the source with the largest share, the one that has waited longest, and so on. So a crowd of idle
 * connections shuts no client out: the next connection finds room, and one that sends its request at once is never the
 * one that has waited longest. Thread-safe.
 */
final class Peers {
    /**
     * From the opening of a connection, or the end of an answer, to the end of a head; and from there to the end of a
     * body that is gathered.
     */
    static final Duration MAX_WAIT = Duration.ofSeconds(20);

    /**
     * @param maxPeers open connections
     * @param maxBodyBytes heap of all bodies that are gathered
     * @param maxStalled connections that may keep a thread waiting at the same time
     */
    record Limits(int maxPeers, long maxBodyBytes, int maxStalled) {
        /**
         * Heap of a stalled connection: a head of 16 KiB in the parser's growing buffer, its fields, the state of TLS.
         */
        private static final int MAX_PEER_BYTES = 64 * 1024;

        /** Connections may take one part in this many of the heap. */
        private static final int PEERS_PART = 4;

        private static final int BODIES_PART = 16;
        /** Beyond this, file descriptors are the limit. */
        private static final int MAX_PEERS = 8 * 1024;

        /** Where clients are asked for certificates, a connection keeps them, in several forms. */
        Limits withCertificates() {
            return new Limits(maxPeers / 2, maxBodyBytes, maxStalled);
        }

        static Limits of(long heapBytes, int threads) {
            long peers = heapBytes / PEERS_PART / MAX_PEER_BYTES;
            return new Limits((int) Math.min(peers, MAX_PEERS), heapBytes / BODIES_PART, threads / 2);
        }
    }

    /** When there is no room, one part in this many of all connections is closed. */
    private static final int ROOM_PART = 16;

    private final Limits limits;
    private final Set<Peer> peers = new HashSet<>();
    private long bodyBytes;

    Peers(Limits limits) {
        this.limits = limits;
    }

    /** False: there is no room, since every connection has a request that is being answered. */
    boolean enter(Peer peer) {
        List<Peer> victims;
        boolean entered;
        synchronized (this) {
            victims = peers.size() < limits.maxPeers() ? List.of() : inTheWay();
            victims.forEach(this::forget);
            entered = peers.size() < limits.maxPeers() && peers.add(peer);
        }
        victims.forEach(Peer::close);
        return entered;
    }

    synchronized void leave(Peer peer) {
        forget(peer);
    }

    /** Ends waits that last too long: closes connections whose head has not come, and has the others answered. */
    void closeOverdue() {
        List<Peer> overdue;
        synchronized (this) {
            overdue = peers.stream()
                    .filter(peer -> peer.waitedNanos() > MAX_WAIT.toNanos())
                    .toList();
            overdue.stream().filter(peer -> !peer.isWaitingForBody()).forEach(this::forget);
        }
        overdue.forEach(Peer::expire);
    }

    boolean reserve(Peer peer, int bytes) {
        List<Peer> victims = new ArrayList<>();
        try {
            synchronized (this) {
                while (bodyBytes + bytes > limits.maxBodyBytes()) {
                    Optional<Peer> victim = waitingLongest(Peer::heldBytes);
                    if (victim.isEmpty() || victim.get() == peer) {
                        return false;
                    }
                    forget(victim.get());
                    victims.add(victim.get());
                }
                return peers.contains(peer) && add(peer, bytes);
            }
        } finally {
            victims.forEach(Peer::close);
        }
    }

    synchronized void release(Peer peer, int bytes) {
        if (peers.contains(peer)) {
            add(peer, -bytes);
        }
    }

    /** Counts one more stalled peer, and makes room when there are too many. */
    void stalled() {
        Optional<Peer> victim;
        synchronized (this) {
            long stalled = peers.stream().filter(Peer::isStalled).count();
            victim = stalled <= limits.maxStalled()
                    ? Optional.empty()
                    : first(peer -> peer.isStalled() ? 1 : 0, Peer::stalledNanos);
            victim.ifPresent(this::forget);
        }
        victim.ifPresent(Peer::close);
    }

    synchronized int size() {
        return peers.size();
    }

    synchronized long bodyBytes() {
        return bodyBytes;
    }

    private boolean add(Peer peer, int bytes) {
        bodyBytes += bytes;
        peer.addHeldBytes(bytes);
        return true;
    }

    private void forget(Peer peer) {
        if (peers.remove(peer)) {
            add(peer, -peer.heldBytes());
        }
    }

    /**
     * The connections to close. More than one: a search through all connections for each new one would cost more CPU
     * time than the connections themselves.
     */
    private List<Peer> inTheWay() {
        Map<SourceNetwork, Deque<Waiting>> bySource = new HashMap<>();
        peers.stream()
                .filter(Peer::isWaiting)
                .map(peer -> new Waiting(peer, peer.waitedNanos()))
                .sorted(Comparator.comparingLong(Waiting::nanos).reversed())
                .forEach(waiting -> bySource.computeIfAbsent(waiting.peer().source(), source -> new ArrayDeque<>())
                        .add(waiting));
        PriorityQueue<Deque<Waiting>> shares = new PriorityQueue<>(Comparator.<Deque<Waiting>>comparingInt(Deque::size)
                .thenComparingLong(share -> share.element().nanos())
                .reversed());
        shares.addAll(bySource.values());
        List<Peer> victims = new ArrayList<>();
        while (!shares.isEmpty() && victims.size() < Math.max(1, limits.maxPeers() / ROOM_PART)) {
            Deque<Waiting> share = shares.remove();
            victims.add(share.remove().peer());
            if (!share.isEmpty()) {
                shares.add(share);
            }
        }
        return victims;
    }

    /** @param nanos how long it has waited, all as of the same instant */
    private record Waiting(Peer peer, long nanos) {}

    private Optional<Peer> waitingLongest(ToLongFunction<Peer> weight) {
        return first(peer -> peer.isWaiting() ? weight.applyAsLong(peer) : 0, Peer::waitedNanos);
    }

    /** Of the source with the greatest total weight, the peer with the greatest age; among equal sources, likewise. */
    private Optional<Peer> first(ToLongFunction<Peer> weight, ToLongFunction<Peer> age) {
        Map<SourceNetwork, Share> shares = new HashMap<>();
        for (Peer peer : peers) {
            long weighs = weight.applyAsLong(peer);
            if (weighs > 0) {
                shares.merge(peer.source(), new Share(weighs, peer, age.applyAsLong(peer)), Share::with);
            }
        }
        return shares.values().stream()
                .max(Comparator.comparingLong(Share::weight).thenComparingLong(Share::age))
                .map(Share::eldest);
    }

    /** The share of one source. */
    private record Share(long weight, Peer eldest, long age) {
        Share with(Share other) {
            Share older = other.age > age ? other : this;
            return new Share(weight + other.weight, older.eldest, older.age);
        }
    }
}
