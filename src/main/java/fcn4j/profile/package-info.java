/**
 * How long a net's nodes take, beside what their definitions need and what the device can do.
 *
 * <p>A {@link fcn4j.profile.Ceiling} is measured on the device; {@link fcn4j.profile.Work} is
 * counted from an operation's shapes.
 */
@NullMarked
package fcn4j.profile;

import org.jspecify.annotations.NullMarked;
