package dev.nydusview.cli.env;

import dev.nydusview.jobs.Console;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * Takes over SIGHUP, SIGINT and SIGTERM until closed. The JDK's own handling could not do what a mount needs: a
 * second signal is lost there, and the process ends before the mount.
 *
 * <p>{@code sun.misc.Signal} is reached by reflection, as the compiler warns of any other use and warnings are errors.
 */
final class Signals implements Console.Lasting {
    private static final Map<String, Integer> NUMBERS = new TreeMap<>(Map.of("HUP", 1, "INT", 2, "TERM", 15));

    private final Map<String, Object> previous = new TreeMap<>();

    /** Passes the number of each signal that arrives to {@code receiver}. */
    Signals(IntConsumer receiver) {
        NUMBERS.forEach((name, number) -> previous.put(name, handle(name, handler(() -> receiver.accept(number)))));
    }

    private Signals() {}

    /** Runs {@code action} before each signal that is not ignored does what it did before. */
    static Signals before(Runnable action) {
        Signals signals = new Signals();
        NUMBERS.keySet().forEach(name -> signals.announce(name, action));
        return signals;
    }

    private void announce(String name, Runnable action) {
        CompletableFuture<Object> usual = new CompletableFuture<>(); // known a moment after a signal can arrive
        Object before = handle(name, handler(() -> {
            action.run();
            pass(name, usual.join());
        }));
        usual.complete(before);
        previous.put(name, before);
        if (isNative(before)) { // the signal is ignored, or ends the process without the JVM
            handle(name, before);
        }
    }

    private static boolean isNative(Object handler) {
        try {
            return handler.equals(handlerType().getField("SIG_IGN").get(null))
                    || handler.equals(handlerType().getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM cannot compare handlers of signals", e);
        }
    }

    private static void pass(String name, Object handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Object raised = signal.getConstructor(String.class).newInstance(name);
            handlerType().getMethod("handle", signal).invoke(handler, raised);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM cannot handle SIG" + name, e);
        }
    }

    /** Restores the JDK's handling of the signals. */
    @Override
    public void close() {
        previous.forEach(Signals::handle);
    }

    private static Object handler(Runnable action) {
        InvocationHandler invocation = (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
                action.run();
            }
            return null;
        };
        return Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handlerType()}, invocation);
    }

    private static Object handle(String name, Object handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Constructor<?> constructor = signal.getConstructor(String.class);
            Method handle = signal.getMethod("handle", signal, handlerType());
            return handle.invoke(null, constructor.newInstance(name), handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM cannot handle SIG" + name, e);
        }
    }

    private static Class<?> handlerType() {
        try {
            return Class.forName("sun.misc.SignalHandler");
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this JVM has no module jdk.unsupported", e);
        }
    }
}
